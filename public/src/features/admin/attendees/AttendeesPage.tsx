import { useTranslation } from 'react-i18next';
import { AdminPage } from '../shell';

export default function AttendeesPage() {
  const { t } = useTranslation('admin');
  return <AdminPage title={t('nav.attendees')}>{null}</AdminPage>;
}
