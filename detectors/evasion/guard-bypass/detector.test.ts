import { testDetector } from '../../../test/support/detector-cases';
import { guardBypass } from './detector';

testDetector(guardBypass, __dirname);
