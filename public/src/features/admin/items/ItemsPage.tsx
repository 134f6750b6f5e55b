import { useTranslation } from 'react-i18next';
import { AdminPage } from '../shell';

export default function ItemsPage() {
  const { t } = useTranslation('admin');
  return <AdminPage title={t('nav.items')}>{null}</AdminPage>;
}
