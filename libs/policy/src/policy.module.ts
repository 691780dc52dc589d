import { Module } from '@nestjs/common';

import { PolicyRepository } from './policy.repository.js';
import { PolicyService } from './policy.service.js';

@Module({ providers: [PolicyRepository, PolicyService], exports: [PolicyService] })
export class PolicyModule {}
