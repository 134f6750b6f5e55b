export { loadHelpTexts } from '../../i18n/help';
export { HelpPage } from './HelpPage';
export { ModeratorHelpPage } from './ModeratorHelpPage';
