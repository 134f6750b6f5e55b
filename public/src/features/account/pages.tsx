import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EndActions, EndScreen, EndText } from '../../ui/EndScreen';
import { usePageTitle } from '../../ui/usePageTitle';
import { BackToRooms, PlainTop } from './PlainPage';

/** Nobody is signed in here: there is no password to ask for, only the link. */
export function SignedOut() {
  const { t } = useTranslation();
  usePageTitle(t('signed_out.page'));
  return (
    <EndScreen door="closed" title={t('signed_out.title')} top={<PlainTop />}>
      <EndText>{t('signed_out.text')}</EndText>
      <EndText>{t('signed_out.again')}</EndText>
    </EndScreen>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  usePageTitle(t('not_found.page'));
  return (
    <EndScreen door="closed" title={t('not_found.title')} top={<PlainTop />}>
      <EndText>{t('not_found.text')}</EndText>
      <EndActions>
        <BackToRooms />
      </EndActions>
    </EndScreen>
  );
}

/** An error of ours that nothing else caught. */
export function Crashed() {
  const { t } = useTranslation();
  usePageTitle(t('crash.title'));
  return (
    <EndScreen door="closed" title={t('crash.title')}>
      <EndText>{t('crash.text')}</EndText>
      <EndActions>
        <Button onClick={() => location.reload()}>{t('crash.reload')}</Button>
      </EndActions>
    </EndScreen>
  );
}
