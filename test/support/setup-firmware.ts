export { provideFirmware as setup } from './global-setup.js';
