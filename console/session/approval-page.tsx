// The page of an approval's link: what is asked, and the decision, which is asked once more.
import {
  Button,
  Field,
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Approval, StaffDecision } from '../../contract/approvals.ts';
import { LIMITS } from '../../contract/primitives.ts';
import { Answers } from '../ui/answers.tsx';
import { FailureBar } from '../ui/failure-bar.tsx';
import { Moment } from '../ui/instant.tsx';
import { readableSize } from '../ui/readable-size.ts';
import { useTexts } from '../ui/texts.ts';
import { AuthLayout } from './auth-layout.tsx';
import { LinkFailure, TokenMissing } from './link-problem.tsx';
import { useLinkToken } from './link-token.ts';
import { useApproval, useDecision } from './links.ts';

type Decision = StaffDecision['decision'];

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  ticket: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    overflowWrap: 'anywhere',
  },
  secondary: { color: tokens.colorNeutralForeground2 },
  text: { whiteSpace: 'pre-wrap', maxHeight: '40vh', overflowY: 'auto' },
  files: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

export function ApprovalPage({ token: initialToken }: { token: string | null }) {
  const { t } = useTexts();
  const token = useLinkToken(initialToken);
  return (
    <AuthLayout title={t('approval.title')} intro={t('approval.intro')}>
      {token === null ? (
        <TokenMissing>{t('approval.noToken')}</TokenMissing>
      ) : (
        <Asked key={token} token={token} />
      )}
    </AuthLayout>
  );
}

function Asked({ token }: { token: string }) {
  const { t } = useTexts();
  const approval = useApproval(token);
  const decide = useDecision(token);
  const [decision, setDecision] = useState<Decision | null>(null);
  if (decide.isSuccess && decision) {
    return (
      <MessageBar intent="success" layout="multiline">
        <MessageBarBody>{t(`approval.done.${decision}`)}</MessageBarBody>
      </MessageBar>
    );
  }
  if (!approval.data) return <LinkFailure query={approval} />;
  const { asked } = approval.data;
  return (
    <>
      <Ticket approval={approval.data} />
      <Choice
        decision={decision}
        pending={decide.isPending}
        failure={decide.error?.failure ?? null}
        onChoose={(chosen) => {
          decide.reset();
          setDecision(chosen);
        }}
        onConfirm={(reason) => decision && decide.mutate({ decision, reason, asked })}
      />
    </>
  );
}

function Ticket({ approval }: { approval: Approval }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { number, title, description, createdAt, organisation, category, answers, requester } = approval;
  return (
    <article className={styles.ticket}>
      <Text weight="semibold">{number === null ? title : `${number} · ${title}`}</Text>
      <Text className={styles.secondary}>
        {requester.fullName} ({requester.email}) · {organisation} · <Moment at={createdAt} />
      </Text>
      {category && <Text>{category[language]}</Text>}
      {answers.length > 0 && <Answers answers={answers} />}
      {description !== '' && <Text className={styles.text}>{description}</Text>}
      {approval.files.length > 0 && (
        <ul className={styles.files} aria-label={t('tickets.attachments')}>
          {approval.files.map(({ name, size, url }) => (
            <li key={url}>
              <Link href={url}>
                {name} ({readableSize(size, language)})
              </Link>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

interface ChoiceProps {
  /** null: neither button was pressed yet */
  decision: Decision | null;
  pending: boolean;
  failure: Parameters<typeof FailureBar>[0]['failure'] | null;
  onChoose: (decision: Decision | null) => void;
  onConfirm: (reason: string) => void;
}

function Choice({ decision, pending, failure, onChoose, onConfirm }: ChoiceProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const [reason, setReason] = useState('');
  if (decision === null) {
    return (
      <div className={styles.buttons}>
        <Button appearance="primary" onClick={() => onChoose('approve')}>
          {t('approval.act.approve')}
        </Button>
        <Button onClick={() => onChoose('reject')}>{t('approval.act.reject')}</Button>
      </div>
    );
  }
  return (
    <form
      className={styles.form}
      aria-label={t(`approval.sure.${decision}`)}
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) onConfirm(reason);
      }}
    >
      {failure && <FailureBar failure={failure} />}
      <Text weight="semibold">{t(`approval.sure.${decision}`)}</Text>
      <Field label={t('approval.reason')} hint={t('approval.reasonHint')}>
        <Textarea
          autoFocus
          rows={4}
          resize="vertical"
          maxLength={LIMITS.comment}
          value={reason}
          onChange={(_, { value }) => setReason(value)}
        />
      </Field>
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabledFocusable={pending}>
          {t(`approval.confirm.${decision}`)}
        </Button>
        <Button onClick={() => onChoose(null)}>{t('act.cancel')}</Button>
      </div>
    </form>
  );
}
