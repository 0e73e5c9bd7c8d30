import { testDetector } from '../../../test/support/detector-cases';
import { distillation } from './detector';

testDetector(distillation, __dirname);
