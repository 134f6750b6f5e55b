import { loadImportTexts } from '../../../i18n/admin/imports';

/** The import page and its words come when somebody imports. */
export async function start() {
  const [page] = await Promise.all([import('./ImportPage'), loadImportTexts()]);
  return page;
}
