// The section of the own passkeys: adding, naming and removing them, or why there can be none.
import { Body1, Button, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { Passkey } from '../../contract/passkeys.ts';
import { usePasskeyObstacle } from '../session/passkeys.ts';
import { useAccount } from '../session/second-factor.ts';
import { Card, CardAbout, CardActions, CardList } from '../ui/card-list.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Moment } from '../ui/instant.tsx';
import { Section } from '../ui/section.tsx';
import { useTexts } from '../ui/texts.ts';
import { PasskeyNameDialog } from './passkey-name-dialog.tsx';
import { useAddPasskey, useRemovePasskey, useRenamePasskey } from './queries.ts';

export function PasskeysSection() {
  const { t } = useTexts();
  const { data } = useAccount();
  const obstacle = usePasskeyObstacle();
  const add = useAddPasskey();
  const [isAdding, setIsAdding] = useState(false);
  const passkeys = data?.passkeys ?? [];
  return (
    <Section
      title={t('passkeys.title')}
      intro={t('passkeys.intro')}
      action={obstacle === null && <Button onClick={() => setIsAdding(true)}>{t('act.add')}</Button>}
    >
      {obstacle && <Body1>{t(`passkeys.obstacle.${obstacle}`)}</Body1>}
      {obstacle === null && data && passkeys.length === 0 && <Body1>{t('passkeys.none')}</Body1>}
      {passkeys.length > 0 && (
        <CardList>
          {passkeys.map((passkey) => (
            <PasskeyCard key={passkey.id} passkey={passkey} />
          ))}
        </CardList>
      )}
      {isAdding && (
        <PasskeyNameDialog
          title={t('passkeys.add')}
          submitLabel={t('act.add')}
          explanation={t('passkeys.addHow')}
          initial=""
          mutation={add}
          done={t('passkeys.added')}
          onClose={() => setIsAdding(false)}
        />
      )}
    </Section>
  );
}

function PasskeyCard({ passkey: { id, name, createdAt, lastUsedAt } }: { passkey: Passkey }) {
  const { t } = useTexts();
  const rename = useRenamePasskey(id);
  const remove = useRemovePasskey();
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null);
  const close = () => setOpen(null);
  return (
    <Card
      head={
        <>
          <Text weight="semibold">{name}</Text>
          <CardActions atEnd>
            <Button aria-label={t('passkeys.renameOf', { name })} onClick={() => setOpen('rename')}>
              {t('passkeys.rename')}
            </Button>
            <Button aria-label={t('passkeys.removeOf', { name })} onClick={() => setOpen('remove')}>
              {t('secondFactor.removeAct')}
            </Button>
          </CardActions>
        </>
      }
    >
      <CardAbout>
        <span>
          {t('passkeys.createdAt')} <Moment at={createdAt} />
        </span>
        <span>
          {lastUsedAt === null ? (
            t('passkeys.neverUsed')
          ) : (
            <>
              {t('account.lastUsedAt')} <Moment at={lastUsedAt} />
            </>
          )}
        </span>
      </CardAbout>
      {open === 'rename' && (
        <PasskeyNameDialog
          title={t('passkeys.renameOf', { name })}
          submitLabel={t('passkeys.rename')}
          initial={name}
          mutation={rename}
          done={t('passkeys.renamed')}
          onClose={close}
        />
      )}
      {open === 'remove' && (
        <ConfirmDialog
          title={t('passkeys.removeAsked', { name })}
          submitLabel={t('secondFactor.removeAct')}
          mutation={remove}
          subject={id}
          done={t('passkeys.removed')}
          onClose={close}
        >
          {t('passkeys.removeEffect')}
        </ConfirmDialog>
      )}
    </Card>
  );
}
