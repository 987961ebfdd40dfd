/** Answers in the layouts that the sources document. The values are made up. */

export const riksbankAnswer = JSON.stringify([
  { date: '2000-01-03', value: 5.323 },
  { date: '2000-01-04', value: 5.29 },
  { date: '2000-01-05', value: 5.401 },
]);

export const fredAnswer = 'observation_date,DGS10\n2000-01-03,6.58\n2000-01-04,6.49\n2000-01-17,\n2000-01-18,6.75\n';

/** The layout until 2024. */
export const fredOldAnswer = 'DATE,DGS10\n2000-01-03,6.58\n2000-01-04,6.49\n2000-01-17,.\n2000-01-18,6.75\n';

const ecbKey = 'YC.B.U2.EUR.4F.G_N_A.SV_C_YM.SR_5Y';
const ecbRow = (date: string, value: string): string =>
  `${ecbKey},B,U2,EUR,4F,G_N_A,SV_C_YM,SR_5Y,${date},${value},A,,"Yield curve, ""spot"" rate"\r\n`;

export const ecbAnswer =
  'KEY,FREQ,REF_AREA,CURRENCY,PROVIDER_FM,INSTRUMENT_FM,PROVIDER_FM_ID,DATA_TYPE_FM,TIME_PERIOD,OBS_VALUE,' +
  'OBS_STATUS,OBS_CONF,TITLE\r\n' +
  ecbRow('2004-09-06', '3.43845') +
  ecbRow('2004-09-07', '3.45702') +
  ecbRow('2004-09-08', '');

/** A New York trading day opens at 14:30 UTC in winter; the last day has no close. */
export const yahooAnswer = JSON.stringify({
  chart: {
    result: [
      {
        meta: { currency: 'USD', symbol: '^GSPC', gmtoffset: -18000, exchangeTimezoneName: 'America/New_York' },
        timestamp: [946909800, 946996200, 947082600],
        indicators: {
          quote: [{ close: [1455.22, 1399.42, null] }],
          adjclose: [{ adjclose: [1455.21, 1399.41, null] }],
        },
      },
    ],
    error: null,
  },
});
