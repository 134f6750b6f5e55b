import { useTranslation } from 'react-i18next';
import { AdminPage } from '../shell';

export default function GroupsPage() {
  const { t } = useTranslation('admin');
  return <AdminPage title={t('nav.groups')}>{null}</AdminPage>;
}
