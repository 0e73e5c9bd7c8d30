import { testDetector } from '../../../test/support/detector-cases';
import { dnsExfiltration } from './detector';

testDetector(dnsExfiltration, __dirname);
