import 'i18next';
import type admin from './admin/en.json';
import type imports from './admin/imports.en.json';
import type reports from './admin/reports.en.json';
import type rooms from './admin/rooms.en.json';
import type device from './device/en.json';
import type en from './en.json';
import type help from './help/en.json';
import type network from './network/en.json';
import type inside from './room/en.json';

// Keys are checked: a text that is in no catalogue does not compile.
declare module 'i18next' {
  interface CustomTypeOptions {
    resources: {
      translation: typeof en;
      admin: typeof admin;
      rooms: typeof rooms;
      inside: typeof inside;
      help: typeof help;
      device: typeof device;
      network: typeof network;
      imports: typeof imports;
      reports: typeof reports;
    };
  }
}
