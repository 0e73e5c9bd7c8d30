import { testDetector } from '../../../test/support/detector-cases';
import { sensorJoined } from './detector';

testDetector(sensorJoined, __dirname);
