import { useDirection } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Metrics } from '../../../api/admin/metrics';
import { number } from '../../../i18n/format';
import { bars, clipped, tick } from './logic';
import styles from './Reports.module.css';

const HEIGHT = 280;
/** The comparison's height: a row for each feature, its axis and legend. */
const ROW = 46;
const FRAME = 70;
/** Room for the names beside the bars. */
const NAMES = 130;
const grey = { stroke: 'var(--line-strong)', tick: { fill: 'var(--ink-2)', fontSize: 13 } } as const;
const box = { background: 'var(--raised)', border: '1px solid var(--line)', borderRadius: 12, color: 'var(--ink)' };

/** What the course over time draws, told apart by more than their colours. */
const COURSES = [
  { of: 'inside', type: 'stepAfter', stroke: 'var(--chart-3)', fill: 'var(--chart-3)', fillOpacity: 0.25 },
  { of: 'clicks', type: 'linear', stroke: 'var(--chart-1)', fill: 'none', strokeWidth: 2 },
  { of: 'chats', type: 'linear', stroke: 'var(--chart-2)', fill: 'none', strokeWidth: 2, strokeDasharray: '5 3' },
] as const;

/** Pictures of numbers that stand in the table as well: no screen reader has to find its way through them. */
export default function Charts({ metrics, zone }: { metrics: Metrics; zone: string }) {
  const { t, i18n } = useTranslation('reports');
  const rtl = useDirection().dir === 'rtl';
  const side = rtl ? 'right' : 'left';
  const { seconds, points } = metrics.over_time;
  const written = (value: unknown) => number(i18n.language, Number(value));
  const values = { allowDecimals: false, tickFormatter: written, ...grey };
  const tooltip = (label: (value: unknown) => string) => (
    <Tooltip
      contentStyle={box}
      cursor={{ fill: 'var(--sunken)' }}
      formatter={written}
      labelFormatter={label}
      isAnimationActive={false}
    />
  );
  const shown = bars(metrics.features);
  const nameOf = (id: unknown) => shown.find((one) => one.id === id)?.name ?? '';
  const timeOf = (at: unknown) => tick(i18n.language, String(at), zone, seconds);
  return (
    <>
      <section className={styles.card} aria-labelledby="comparison">
        <h2 id="comparison">{t('comparison.title')}</h2>
        <p className={styles.hint}>{t('comparison.text')}</p>
        <div role="img" aria-label={t('comparison.chart')} dir="ltr">
          {/* Bars that lie: names of features are long, and there may be many of them. */}
          <ResponsiveContainer width="100%" height={FRAME + shown.length * ROW}>
            <BarChart data={shown} layout="vertical" accessibilityLayer={false} barGap={2} barCategoryGap="22%">
              <CartesianGrid stroke="var(--line)" horizontal={false} />
              <XAxis type="number" reversed={rtl} {...values} />
              <YAxis
                type="category"
                dataKey="id"
                width={NAMES}
                orientation={side}
                interval={0}
                tickFormatter={(id: string) => clipped(nameOf(id))}
                {...grey}
              />
              {tooltip(nameOf)}
              <Legend />
              <Bar dataKey="clicks" name={t('clicks')} fill="var(--chart-1)" radius={6} isAnimationActive={false} />
              <Bar dataKey="chats" name={t('chats')} fill="var(--chart-2)" radius={6} isAnimationActive={false} />
            </BarChart>
          </ResponsiveContainer>
        </div>
      </section>
      {points.length > 1 && (
        <section className={styles.card} aria-labelledby="over-time">
          <h2 id="over-time">{t('time.title')}</h2>
          <p className={styles.hint}>
            {t('time.text', { count: seconds / 60 })} {t('by_clock', { zone })}
          </p>
          <div role="img" aria-label={t('time.chart')} dir="ltr">
            <ResponsiveContainer width="100%" height={HEIGHT}>
              <AreaChart data={points} accessibilityLayer={false}>
                <XAxis dataKey="at" reversed={rtl} minTickGap={40} tickFormatter={timeOf} {...grey} />
                <CartesianGrid stroke="var(--line)" vertical={false} />
                <YAxis width={44} orientation={side} {...values} />
                {tooltip(timeOf)}
                <Legend />
                {COURSES.map(({ of, ...drawn }) => (
                  <Area key={of} dataKey={of} name={t(of)} isAnimationActive={false} {...drawn} />
                ))}
              </AreaChart>
            </ResponsiveContainer>
          </div>
        </section>
      )}
    </>
  );
}
