import { useTranslation } from 'react-i18next';
import { AdminPage } from '../shell';

export default function KeysPage() {
  const { t } = useTranslation('admin');
  return <AdminPage title={t('nav.keys')}>{null}</AdminPage>;
}
