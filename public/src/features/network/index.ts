export { loadNetworkTexts } from '../../i18n/network';
export { default } from './NetworkPage';
