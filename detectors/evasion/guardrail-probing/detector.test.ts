import { testDetector } from '../../../test/support/detector-cases';
import { guardrailProbing } from './detector';

testDetector(guardrailProbing, __dirname);
