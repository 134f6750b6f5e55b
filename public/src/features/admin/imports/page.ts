export { loadImportTexts } from '../../../i18n/admin/imports';
export { default } from './ImportPage';
