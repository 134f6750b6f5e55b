import { useTranslation } from 'react-i18next';
import type { CellProblem } from '../../../api/admin/imports';
import { hasHint, isColumn, whyOf } from './words';

/** More of a value says nothing. */
const LONGEST = 80;

/** Text of any script amid ours: its direction stays its own. */
const apart = (text: string) =>
  `\u2068${[...text].length > LONGEST ? `${[...text].slice(0, LONGEST).join('')}…` : text}\u2069`;

/** What is wrong and what to do, in a sentence; and a column by its name. */
export function useWhy() {
  const { t, i18n } = useTranslation('imports');
  const english = i18n.language === 'en';
  return {
    why: (problem: CellProblem): string => {
      const own = whyOf(problem);
      if (!own) return english && problem.detail ? problem.detail : t('why.other');
      const text = t(`why.${own.key}`, { value: apart(own.value), line: own.line });
      return english && hasHint(problem) ? `${text} ${problem.detail}` : text;
    },
    columnName: (name?: string | null): string => (isColumn(name) ? t(`column.${name}`) : (name ?? '')),
  };
}
