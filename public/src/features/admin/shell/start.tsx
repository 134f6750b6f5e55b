import { Outlet } from '@tanstack/react-router';
import { loadAdminTexts } from '../../../i18n/admin';
import './styles';

/** The organizers' part of the app with its words: nothing of it is drawn before they are here. */
export async function start() {
  await loadAdminTexts();
  return { default: Outlet };
}
