import { testDetector } from '../../../test/support/detector-cases';
import { ransom } from './detector';

testDetector(ransom, __dirname);
