import { useTranslation } from 'react-i18next';
import { AdminPage } from '../shell';

export default function AuditPage() {
  const { t } = useTranslation('admin');
  return <AdminPage title={t('nav.audit')}>{null}</AdminPage>;
}
