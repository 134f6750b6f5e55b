export { loadReportTexts } from '../../../i18n/admin/reports';
export { default } from './ReportsPage';
