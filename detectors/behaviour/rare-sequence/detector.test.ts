import { testDetector } from '../../../test/support/detector-cases';
import { rareSequence } from './detector';

testDetector(rareSequence, __dirname);
