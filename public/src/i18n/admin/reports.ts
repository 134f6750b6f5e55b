import { textsOf } from '..';
import en from './reports.en.json';

/** What organizers read on the page of reports, as namespace `reports`. */
export const loadReportTexts = textsOf('reports', en, { ar: () => import('./reports.ar.json') });
