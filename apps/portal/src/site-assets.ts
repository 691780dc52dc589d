import type { PageAssets } from './assets.file.js';

/** What is sent beside the pages. */
export class SiteAssets {
  readonly style: string;
  readonly icon: string;

  constructor({ style, icon }: Pick<PageAssets, 'style' | 'icon'>) {
    this.style = style;
    this.icon = icon;
  }
}
