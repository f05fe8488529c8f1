// Card of one backend: its health, when it was last polled, its capabilities, and the actions of administrators.
import {
  Badge,
  Button,
  Caption1,
  makeStyles,
  Subtitle2,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { DeleteRegular, EditRegular, PlugConnectedRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { ListedBackend } from '../../contract/backends.ts';
import { Card, CardActions } from '../ui/card-list.tsx';
import { Moment } from '../ui/instant.tsx';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { BackendDialog } from './backend-dialog.tsx';
import { BackendHealth } from './backend-health.tsx';
import { BuiltInDialog } from './built-in-dialog.tsx';
import { capabilityPhrases } from './capabilities.ts';
import { CatalogueDialog } from './catalogue-dialog.tsx';
import { kindForm } from './kind-of.ts';
import { useRoutes } from './queries.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { TestDialog } from './test-dialog.tsx';

const useStyles = makeStyles({
  name: { margin: 0 },
  secondary: { color: tokens.colorNeutralForeground2 },
  about: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXXS },
});

/** The address of a backend; null for the built-in desk, and if its settings cannot be read. */
function addressOf({ settings }: ListedBackend): string | null {
  if (settings === null || settings.kind === 'built-in') return null;
  return kindForm(settings.kind).addressOf(settings);
}

export function BackendCard({ backend }: { backend: ListedBackend }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { name, kind, health, capabilities } = backend;
  const address = addressOf(backend);
  const reads = capabilities.changes || health.mails !== null;
  return (
    <Card
      head={
        <>
          <Subtitle2 as="h2" className={styles.name}>
            {name}
          </Subtitle2>
          <Badge appearance="tint" color="informative">
            {t(`backends.kind.${kind === 'built-in' ? 'builtIn' : kind}`)}
          </Badge>
          {address !== null && <Caption1 className={styles.secondary}>{address}</Caption1>}
          {kind === 'built-in' ? <BuiltInActions backend={backend} /> : <Actions backend={backend} />}
        </>
      }
    >
      <BackendHealth health={health} reads={reads} />
      {reads && (
        <Caption1 className={styles.secondary}>
          {health.polledAt === null ? (
            t('backends.neverRead')
          ) : (
            <>
              {t('backends.lastRead')} <Moment at={health.polledAt} />
            </>
          )}
        </Caption1>
      )}
      <NoRoute id={backend.id} />
      {address !== null && <Abilities backend={backend} />}
    </Card>
  );
}

/** Shown for a backend that no route leads to, as is the case for a new one. */
function NoRoute({ id }: Pick<ListedBackend, 'id'>) {
  const { t } = useTexts();
  const styles = useStyles();
  const routes = useRoutes();
  if (!routes.data || routes.data.some(({ backendId }) => backendId === id)) return null;
  return (
    <Caption1 className={styles.secondary}>
      {t('backends.noRoute')} <RouteLink to="/backends?view=routing">{t('backends.toRouting')}</RouteLink>
    </Caption1>
  );
}

function Abilities({ backend: { capabilities } }: { backend: ListedBackend }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { can, cannot } = capabilityPhrases(capabilities);
  const list = new Intl.ListFormat(language, { type: 'unit', style: 'long' });
  const named = (phrases: typeof can) => list.format(phrases.map((phrase) => t(phrase)));
  return (
    <div className={styles.about}>
      <Caption1 className={styles.secondary}>{t('backends.canAll', { list: named(can) })}</Caption1>
      {cannot.length > 0 && (
        <Caption1 className={styles.secondary}>{t('backends.cannotAll', { list: named(cannot) })}</Caption1>
      )}
    </div>
  );
}

function BuiltInActions({ backend }: { backend: ListedBackend }) {
  const { t } = useTexts();
  const focusTarget = useRestoreFocusTarget();
  const [isEditing, setIsEditing] = useState(false);
  return (
    <CardActions atEnd>
      <Button
        {...focusTarget}
        icon={<EditRegular />}
        aria-label={t('backends.editTitle', { name: backend.name })}
        onClick={() => setIsEditing(true)}
      >
        {t('backends.edit')}
      </Button>
      {isEditing && <BuiltInDialog backend={backend} onClose={() => setIsEditing(false)} />}
    </CardActions>
  );
}

function Actions({ backend }: { backend: ListedBackend }) {
  const { t } = useTexts();
  const focusTarget = useRestoreFocusTarget();
  const [openDialog, setOpenDialog] = useState<'test' | 'edit' | 'remove' | 'catalogue' | null>(null);
  const { name, capabilities } = backend;
  const close = () => setOpenDialog(null);
  return (
    <CardActions atEnd>
      <Button
        {...focusTarget}
        icon={<PlugConnectedRegular />}
        aria-label={t('backends.testOne', { name })}
        onClick={() => setOpenDialog('test')}
      >
        {t('backends.test')}
      </Button>
      {capabilities.catalogue && (
        <Button
          {...focusTarget}
          aria-label={t('backends.catalogueOne', { name })}
          onClick={() => setOpenDialog('catalogue')}
        >
          {t('backends.catalogue')}
        </Button>
      )}
      <Button
        {...focusTarget}
        icon={<EditRegular />}
        aria-label={t('backends.editTitle', { name })}
        onClick={() => setOpenDialog('edit')}
      >
        {t('backends.edit')}
      </Button>
      <Button
        {...focusTarget}
        icon={<DeleteRegular />}
        aria-label={t('backends.removeOne', { name })}
        onClick={() => setOpenDialog('remove')}
      >
        {t('act.remove')}
      </Button>
      {openDialog === 'test' && <TestDialog backend={backend} onClose={close} />}
      {openDialog === 'catalogue' && <CatalogueDialog backend={backend} onClose={close} />}
      {openDialog === 'edit' && <BackendDialog backend={backend} onClose={close} />}
      {openDialog === 'remove' && <RemoveDialog backend={backend} onClose={close} />}
    </CardActions>
  );
}
