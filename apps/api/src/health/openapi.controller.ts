import { Controller } from '@nestjs/common';

import { openapi, routes } from '@lazaret/contracts';

import { COOKIE } from '../cookie.js';
import { Serve } from '../serve.js';
import { Site } from '../site.js';

/** This API, described for programs. */
@Controller()
export class OpenapiController {
  #document: unknown;

  constructor(private readonly site: Site) {}

  @Serve(routes.openapi)
  document(): unknown {
    return (this.#document ??= openapi({ server: this.site.url.origin, cookie: COOKIE }));
  }
}
