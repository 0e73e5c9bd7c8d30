import { testDetector } from '../../../test/support/detector-cases';
import { modelEndpointMoved } from './detector';

testDetector(modelEndpointMoved, __dirname);
