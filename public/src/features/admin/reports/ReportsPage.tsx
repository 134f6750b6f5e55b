import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { metricsQuery, reports } from '../../../api/admin/metrics';
import { useNow } from '../../removal/useNow';
import {
  AdminPage,
  DownloadButton,
  EmptyState,
  FailedState,
  fromWall,
  LoadingRows,
  useEvent,
  useUrl,
  word,
} from '../shell';
import { Charts } from './Charts.lazy';
import { Files } from './Files';
import { isEmpty } from './logic';
import { NumbersTable } from './NumbersTable';
import { RangeFields } from './RangeFields';
import styles from './Reports.module.css';
import { Tiles } from './Tiles';
import { Updated } from './Updated';

/** /admin/events/$event/reports */
export default function ReportsPage() {
  const { t } = useTranslation('reports');
  const { t: admin } = useTranslation('admin');
  const event = useEvent();
  const [walls, setWalls] = useUrl((raw) => ({ from: word(raw.from), to: word(raw.to) }));
  const range = {
    from: walls.from ? fromWall(walls.from, event.time_zone) : null,
    to: walls.to ? fromWall(walls.to, event.time_zone) : null,
  };
  const over = useNow(true, 60_000) > Date.parse(event.ends_at);
  const query = useQuery(metricsQuery(event.id, range, !over));
  const { data, error } = query;
  return (
    <AdminPage
      title={admin('nav.reports')}
      sub={t('sub', { event: event.name })}
      actions={<DownloadButton path={reports.metrics(event.id, range)}>{t('export')}</DownloadButton>}
    >
      <RangeFields walls={walls} onChange={setWalls} zone={event.time_zone} />
      <div className={styles.parts}>
        <Files whole={{ event: event.id }} range={range} />
        {error && !data && <FailedState error={error} retry={() => void query.refetch()} />}
        {!data && !error && <LoadingRows rows={5} />}
        {data && isEmpty(data) && (
          <EmptyState
            title={t(range.from || range.to ? 'none_range.title' : 'none.title')}
            text={t(range.from || range.to ? 'none_range.text' : 'none.text')}
          />
        )}
        {data && !isEmpty(data) && (
          <>
            <Tiles numbers={data} />
            <Charts metrics={data} zone={event.time_zone} />
            <NumbersTable metrics={data} />
          </>
        )}
        {data && <Updated at={query.dataUpdatedAt} incomplete={data.incomplete} live={!over} failed={error} />}
      </div>
    </AdminPage>
  );
}
