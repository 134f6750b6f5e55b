import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Target } from '../../../api/admin/exports';
import { adminFeaturesQuery } from '../../../api/admin/features';
import { importQuery } from '../../../api/admin/imports';
import { isCode } from '../../../api/client';
import { AdminPage, EmptyState, FailedState, LoadingRows, useCan, useEvent, useUrl, word } from '../shell';
import { Choose } from './Choose';
import { Done } from './Done';
import { BackLink, ChooseLink } from './links';
import { Preview } from './Preview';
import { type Step, Steps } from './Steps';

const parse = (raw: Record<string, unknown>) => ({ feature: word(raw.feature), import: word(raw.import) });

/** /admin/events/$event/import?feature&import: rooms into a feature; without one, people into the event. */
export default function ImportPage() {
  const { t } = useTranslation('imports');
  const { t: admin } = useTranslation('admin');
  const event = useEvent();
  const [url] = useUrl(parse);
  const features = useQuery({ ...adminFeaturesQuery(event.id), enabled: Boolean(url.feature) }).data;
  const target: Target = url.feature ? { kind: 'rooms', feature: url.feature } : { kind: 'attendees', event: event.id };
  const scope = target.kind === 'rooms' ? 'write' : 'people';
  const may = useCan(scope);
  const name = url.feature ? features?.find(({ id }) => id === url.feature)?.name : event.name;
  return (
    <AdminPage
      title={t(`title.${target.kind}`)}
      sub={name && <bdi>{t(`into.${target.kind}`, { name })}</bdi>}
      back={<BackLink target={target} />}
    >
      {!may ? (
        <EmptyState title={t('may_not')} text={admin('failed.needs', { scope: admin(`scope.${scope}`) })} />
      ) : url.import ? (
        <Begun key={url.import} id={url.import} target={target} />
      ) : (
        <At step="choose">
          <Choose target={target} />
        </At>
      )}
    </AdminPage>
  );
}

/** An import whose file the server has. */
function Begun({ id, target }: { id: string; target: Target }) {
  const { t } = useTranslation('imports');
  const { data, error, refetch, isFetching } = useQuery(importQuery(id));
  if (isCode(error, 'not_found')) {
    return (
      <EmptyState title={t('gone.title')} text={t('gone.text')}>
        <ChooseLink target={target} filled>
          {t('gone.again')}
        </ChooseLink>
      </EmptyState>
    );
  }
  if (!data) return error ? <FailedState error={error} retry={() => void refetch()} /> : <LoadingRows rows={8} />;
  if (data.state === 'committed') {
    return (
      <At step="done">
        <Done done={data} />
      </At>
    );
  }
  return (
    <At step="check">
      <Preview checked={data} checking={isFetching} onCheck={() => void refetch()} />
    </At>
  );
}

function At({ step, children }: { step: Step; children: React.ReactNode }) {
  return (
    <>
      <Steps now={step} />
      {children}
    </>
  );
}
