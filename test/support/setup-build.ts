export { provideBuild as setup } from './global-setup.js';
