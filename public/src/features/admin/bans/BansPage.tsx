import { useTranslation } from 'react-i18next';
import { AdminPage } from '../shell';

export default function BansPage() {
  const { t } = useTranslation('admin');
  return <AdminPage title={t('nav.bans')}>{null}</AdminPage>;
}
