import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Metrics } from '../../../api/admin/metrics';

const Drawn = lazy(() => import('./Charts'));

/** The charts come with a library of their own, after the numbers. */
export function Charts(props: { metrics: Metrics; zone: string }) {
  return (
    <Suspense fallback={<Skeleton height={320} radius={22} />}>
      <Drawn {...props} />
    </Suspense>
  );
}
