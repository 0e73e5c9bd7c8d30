import { testDetector } from '../../../test/support/detector-cases';
import { unusualRate } from './detector';

testDetector(unusualRate, __dirname);
