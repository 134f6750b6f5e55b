export { loadInsideTexts as loadTexts } from '../../i18n/room';
export { DevicePanel } from './DevicePanel';
export { Extras } from './Extras';
export { Shortcuts } from './Shortcuts';
export { Silent } from './Silent';
