import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Brands } from '@lazaret/notices';

import { brandStyle } from './brand-style.js';
import { queryOf } from './read-request.js';
import { SiteAssets } from './site-assets.js';

/** The style sheet in a brand's colours, and the icon. Nothing in them is about anybody, so they may be kept. */
@Controller()
export class AssetsController {
  constructor(
    private readonly assets: SiteAssets,
    private readonly brands: Brands,
  ) {}

  @Get('/style.css')
  style(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const key = queryOf(request, 'brand', /^[a-z0-9-]{1,40}$/);
    const brand = this.brands.find(key) ?? this.brands.find(null);
    const colours = brand === undefined ? '' : brandStyle(brand);
    send(reply, 'text/css; charset=utf-8', colours + this.assets.style);
  }

  @Get('/icon.svg')
  icon(@Res() reply: FastifyReply): void {
    send(reply, 'image/svg+xml', this.assets.icon);
  }
}

function send(reply: FastifyReply, type: string, body: string): void {
  void reply.header('content-type', type).header('cache-control', 'public, max-age=86400').send(body);
}
