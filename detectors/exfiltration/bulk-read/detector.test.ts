import { testDetector } from '../../../test/support/detector-cases';
import { bulkRead } from './detector';

testDetector(bulkRead, __dirname);
