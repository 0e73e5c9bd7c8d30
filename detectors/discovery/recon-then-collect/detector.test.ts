import { testDetector } from '../../../test/support/detector-cases';
import { reconThenCollect } from './detector';

testDetector(reconThenCollect, __dirname);
