import type { Settings } from '../config.ts';
import type { Home } from '../launch/home.ts';
import type { Store } from '../roles/open-store.ts';

/** What is on this host: readable whether or not the service runs. */
export interface OpenedHome {
  settings: Settings;
  home: Home;
  store: Store;
}
