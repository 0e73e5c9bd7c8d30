import { testDetector } from '../../../test/support/detector-cases';
import { networkScan } from './detector';

testDetector(networkScan, __dirname);
