import { testDetector } from '../../../test/support/detector-cases';
import { novelty } from './detector';

testDetector(novelty, __dirname);
