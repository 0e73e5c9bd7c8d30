import { testDetector } from '../../../test/support/detector-cases';
import { unusualSpend } from './detector';

testDetector(unusualSpend, __dirname);
