import { testDetector } from '../../../test/support/detector-cases';
import { spread } from './detector';

testDetector(spread, __dirname);
