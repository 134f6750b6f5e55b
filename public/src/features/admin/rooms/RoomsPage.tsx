import { useTranslation } from 'react-i18next';
import { AdminPage } from '../shell';

export default function RoomsPage() {
  const { t } = useTranslation('admin');
  return <AdminPage title={t('nav.rooms')}>{null}</AdminPage>;
}
