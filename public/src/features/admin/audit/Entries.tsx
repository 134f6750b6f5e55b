import { IconHistory, IconUser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry, Named } from '../../../api/admin/types';
import { RowMenu, useEvent, whenIn } from '../shell';
import styles from './Audit.module.css';
import { type Change, changesOf, isKnown, keyOf, shown } from './sentences';

interface Props {
  rows: AuditEntry[];
  onActor: (actor: Named) => void;
  onObject: (object: Named) => void;
}

/** Who did what, newest first, by the clock of the event. */
export function Entries({ rows, onActor, onObject }: Props) {
  const { t, i18n } = useTranslation('admin');
  const { time_zone } = useEvent();
  return (
    <ol className={styles.list}>
      {rows.map((entry) => (
        <li key={entry.id} className={styles.entry}>
          <div className={styles.words}>
            <p dir="auto">
              <Sentence entry={entry} />
            </p>
            <Changes changes={changesOf(entry)} />
            <small>
              <time dateTime={entry.at}>{whenIn(i18n.language, entry.at, time_zone)}</time>
              {' · '}
              {t(`audit.${entry.actor.kind}`)}
            </small>
          </div>
          <RowMenu
            label={t('list.more_about', { name: `${entry.actor.name}, ${entry.object.name}` })}
            actions={[
              {
                label: t('audit.of_object', { name: entry.object.name }),
                Sign: IconHistory,
                run: () => onObject(entry.object),
              },
              {
                label: t('audit.of_actor', { name: entry.actor.name }),
                Sign: IconUser,
                run: () => onActor(entry.actor),
              },
            ]}
          />
        </li>
      ))}
    </ol>
  );
}

function Sentence({ entry: { actor, action, object } }: { entry: AuditEntry }) {
  const { t } = useTranslation('admin');
  const names = { actor: actor.name, object: object.name };
  return isKnown(action) ? t(`audit.did.${keyOf(action)}`, names) : t('audit.did.other', { ...names, action });
}

function Changes({ changes }: { changes: Change[] }) {
  const { t, i18n } = useTranslation('admin');
  const { time_zone } = useEvent();
  if (changes.length === 0) return null;
  const words = {
    empty: t('audit.empty'),
    yes: t('audit.yes'),
    no: t('audit.no'),
    language: i18n.language,
    zone: time_zone,
  };
  return (
    <dl className={styles.changes}>
      {changes.map((change) => (
        <div key={change.field}>
          <dt>{t(`audit.field.${change.field}` as 'audit.field.name', { defaultValue: change.field })}</dt>
          <dd dir="auto">
            {change.count ??
              ('from' in change
                ? t('audit.from_to', { from: shown(change.from, words), to: shown(change.to, words) })
                : t('audit.not_kept'))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
