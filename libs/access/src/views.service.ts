import { Injectable } from '@nestjs/common';

import { Refused } from '@lazaret/kernel';
import { only, type Tx } from '@lazaret/platform';

import { MOST_VIEWS, type NewView, type SavedView } from './saved-view.js';
import { ViewRepository } from './view.repository.js';

/** Lists as operators like them. */
@Injectable()
export class ViewsService {
  constructor(private readonly views: ViewRepository) {}

  /** The own ones, then what others share; at most 100 of each. */
  async list(tx: Tx, operatorId: number): Promise<SavedView[]> {
    return this.views.list(tx, operatorId);
  }

  /** One of the same name and page is replaced. @throws Refused when there are too many */
  async save(tx: Tx, operatorId: number, view: NewView): Promise<SavedView> {
    if ((await this.views.count(tx, operatorId, view)) >= MOST_VIEWS)
      throw new Refused(`there are ${MOST_VIEWS} saved views already`, {
        problems: [{ at: 'name', message: 'forget one of them first' }],
      });
    return only(await this.views.save(tx, operatorId, view));
  }

  /** Answers whether the operator had it. */
  async drop(tx: Tx, operatorId: number, id: number): Promise<boolean> {
    return (await this.views.drop(tx, operatorId, id)) > 0;
  }
}
