/**
 * Every id of the rule catalogue, by area. `A=B`: row A is a view of rule B and has its status. Ids are never
 * renumbered; a rule that goes is retired in its place.
 */
export const CATALOGUE = [
  {
    area: 'A',
    title: 'Products & catalogue',
    status: 'content',
    where: 'catalog',
    ids: `
      CAT-01 CAT-02 CAT-03 CAT-04 CAT-05 CAT-06 CAT-07 CAT-08 CAT-09 CAT-10 CAT-11 CAT-12 CAT-13 CAT-14
      CAT-15 CAT-16 CAT-17 CAT-18 CAT-19 CAT-20 CAT-21 CAT-22 CAT-23 CAT-24 CAT-25 CAT-26=REV-04
      CAT-27=DAT-03 CAT-28 CAT-29 CAT-30 CAT-31 CAT-32=PRE-TYP-04 CAT-33=PRE-TYP-05
    `,
  },
  {
    area: 'B',
    title: 'Pre-sales consultation & conversion',
    status: 'later',
    where: 'consultations',
    ids: `
      PRE-WF-01 PRE-WF-02 PRE-WF-03 PRE-WF-04 PRE-WF-05 PRE-WF-06 PRE-WF-07 PRE-TYP-01 PRE-TYP-02
      PRE-TYP-03 PRE-TYP-04 PRE-TYP-05 PRE-TYP-06 PRE-TYP-07 PRE-TYP-08 PRE-TYP-09 PRE-TYP-10 PRE-TYP-11
      PRE-RSP-01 PRE-RSP-02 PRE-RSP-03 PRE-RSP-04 PRE-RSP-05 PRE-RSP-06 PRE-RSP-07 PRE-RSP-08 PRE-RSP-09
      PRE-RSP-10 PRE-RSP-11 PRE-CNV-01 PRE-CNV-02 PRE-CNV-03 PRE-CNV-04 PRE-CNV-05 PRE-CNV-06 PRE-CNV-07
      PRE-CNV-08 PRE-CNV-09 PRE-CNV-10 PRE-CNV-11 PRE-CNV-12 PRE-CNV-13 PRE-CNV-14 PRE-SHP-01 PRE-SHP-02
      PRE-SHP-03 PRE-SHP-04 PRE-TOP-01
    `,
  },
  {
    area: 'C',
    title: 'Pricing, discount, price authority',
    status: 'later',
    where: 'policy',
    ids: `
      PRC-01 PRC-02 PRC-03 PRC-04 PRC-05 PRC-06 PRC-07 PRC-08 PRC-09 PRC-10 PRC-11 PRC-12 PRC-13 PRC-14
      PRC-15 PRC-16 PRC-17 PRC-18 PRC-19=PRE-TYP-08 PRC-20 PRC-21 PRC-22
    `,
  },
  {
    area: 'D',
    title: 'Order audit',
    status: 'later',
    where: 'orders',
    ids: `
      ORD-AUD-01 ORD-AUD-02 ORD-AUD-03 ORD-AUD-04 ORD-AUD-05 ORD-AUD-06 ORD-AUD-07 ORD-AUD-08 ORD-AUD-09
      ORD-AUD-10
    `,
  },
  {
    area: 'E',
    title: 'Order modification & cancellation, flags',
    status: 'later',
    where: 'orders',
    ids: `
      ORD-MOD-01 ORD-MOD-02 ORD-MOD-03 ORD-MOD-04 ORD-MOD-05 ORD-MOD-06 ORD-MOD-07 ORD-MOD-08 ORD-MOD-09
      ORD-MOD-10 ORD-CAN-01 ORD-CAN-02 ORD-CAN-03 ORD-CAN-04 ORD-CAN-05 ORD-CAN-06 ORD-CAN-07 ORD-CAN-08
      ORD-CAN-09 ORD-FLG-01 ORD-FLG-02 ORD-FLG-03 ORD-FLG-04 ORD-FLG-05 ORD-FLG-06 ORD-FLG-07 ORD-FLG-08
    `,
  },
  {
    area: 'F',
    title: 'Abnormal orders',
    status: 'later',
    where: 'orders',
    ids: `
      ORD-ABN-01 ORD-ABN-02 ORD-ABN-03 ORD-ABN-04 ORD-ABN-05 ORD-ABN-06 ORD-ABN-07 ORD-ABN-08 ORD-ABN-09
      ORD-ABN-10 ORD-ABN-11=FUP-14
    `,
  },
  {
    area: 'G',
    title: 'In-sale: dispatch & fulfilment',
    status: 'later',
    where: 'orders',
    ids: `
      FUL-01 FUL-02 FUL-03 FUL-04 FUL-05 FUL-06 FUL-07 FUL-08 FUL-09 FUL-10 FUL-11 FUL-12 FUL-13 FUL-14
      FUL-15
    `,
  },
  {
    area: 'H',
    title: 'After-sales types',
    status: 'later',
    where: 'after-sales',
    ids: `
      AS-TYP-01 AS-TYP-02 AS-TYP-03 AS-TYP-04 AS-TYP-05 AS-TYP-06 AS-TYP-07 AS-TYP-08 AS-TYP-09 AS-TYP-10
      AS-TYP-11 AS-TYP-12 AS-TYP-13 AS-TYP-14 AS-TYP-15 AS-TYP-16
    `,
  },
  {
    area: 'I',
    title: 'Response & processing SLAs',
    status: 'later',
    where: 'policy',
    ids: `
      AS-SLA-01 AS-SLA-02 AS-SLA-03 AS-SLA-04 AS-SLA-05 AS-SLA-06 AS-SLA-07 AS-SLA-08 AS-SLA-09 AS-SLA-10
      AS-SLA-11 AS-SLA-12 AS-SLA-13 AS-SLA-14 AS-SLA-15 AS-SLA-16 AS-SLA-17 AS-SLA-18=PRE-RSP-09 AS-SLA-19
      AS-SLA-20 AS-SLA-21 AS-SLA-22 AS-SLA-23 AS-SLA-24=PRE-RSP-02 AS-SLA-25 AS-SLA-26 AS-SLA-27 AS-SLA-28
      AS-SLA-29 AS-SLA-30 AS-SLA-31=AS-RFD-01 AS-SLA-32=FUL-03
    `,
  },
  {
    area: 'J',
    title: 'Liability',
    status: 'later',
    where: 'after-sales',
    ids: `
      AS-LIA-01 AS-LIA-02 AS-LIA-03 AS-LIA-04 AS-LIA-05 AS-LIA-06 AS-LIA-07 AS-LIA-08 AS-LIA-09 AS-LIA-10
      AS-LIA-11 AS-LIA-12 AS-LIA-13 AS-LIA-14 AS-LIA-15 AS-LIA-16 AS-LIA-17 AS-LIA-18 AS-LIA-19 AS-LIA-20
      AS-LIA-21
    `,
  },
  {
    area: 'K',
    title: 'Return, exchange, repair, re-ship, partial refund, compensation policy',
    status: 'later',
    where: 'after-sales',
    ids: `
      AS-POL-01 AS-POL-02 AS-POL-03 AS-POL-04 AS-POL-05 AS-POL-06 AS-POL-07 AS-POL-08 AS-POL-09 AS-POL-10
      AS-POL-11 AS-POL-12 AS-POL-13 AS-POL-14 AS-POL-15 AS-POL-16 AS-POL-17 AS-POL-18 AS-POL-19 AS-POL-20
      AS-POL-21 AS-POL-22 AS-POL-23 AS-POL-24 AS-POL-25 AS-POL-26 AS-POL-27 AS-POL-28=AS-SLA-28 AS-POL-29
      AS-POL-30 AS-POL-31 AS-POL-32 AS-POL-33 AS-POL-34 AS-POL-35
    `,
  },
  {
    area: 'L',
    title: 'After-sales workflows',
    status: 'later',
    where: 'after-sales',
    ids: `
      AS-WF-RET AS-WF-EXC AS-WF-BAS-1 AS-WF-BAS-2=AS-SLA-28 AS-WF-BAS-3 AS-WF-BAS-4 AS-WF-BAS-5
      AS-WF-BAS-6 AS-WF-BAS-7 AS-WF-RB-1 AS-WF-RB-2 AS-WF-RFD-1 AS-WF-RFD-2 AS-WF-RFD-3 AS-WF-RFD-4
      AS-WF-RFD-5 AS-WF-RFD-6 AS-WF-RFD-7 AS-WF-GEN-1 AS-WF-GEN-2 AS-WF-GEN-3 AS-WF-GEN-4 AS-WF-GEN-5
      AS-WF-GEN-6=PRC-09 AS-WF-GEN-7=AS-SLA-22
    `,
  },
  {
    area: 'M',
    title: 'Refund methods & arrival',
    status: 'later',
    where: 'after-sales',
    ids: `
      AS-RFD-01 AS-RFD-02 AS-RFD-03 AS-RFD-04 AS-RFD-05=AS-SLA-16 AS-RFD-06=AS-SLA-25 AS-RFD-07
      AS-RFD-08=AS-SLA-19 AS-RFD-09=ORD-CAN-01 AS-RFD-10=AS-POL-09 AS-RFD-11=AS-POL-33
      AS-RFD-12=ORD-FLG-06
    `,
  },
  {
    area: 'N',
    title: 'Freight responsibility',
    status: 'later',
    where: 'after-sales',
    ids: `
      AS-FRT-01=AS-POL-03 AS-FRT-02 AS-FRT-03=AS-POL-33 AS-FRT-04 AS-FRT-05=ORD-MOD-09
      AS-FRT-06=AS-WF-RB-1 AS-FRT-07=AS-WF-BAS-3 AS-FRT-08=FUL-08 AS-FRT-09=MEM-04 AS-FRT-10
      AS-FRT-11=AS-POL-21
    `,
  },
  {
    area: 'O',
    title: 'Logistics cases',
    status: 'later',
    where: 'after-sales',
    ids: `
      AS-LOG-01=AS-POL-11 AS-LOG-02=AS-POL-12 AS-LOG-03=AS-POL-12 AS-LOG-04 AS-LOG-05 AS-LOG-06=AS-LIA-14
      AS-LOG-07=AS-LIA-15 AS-LOG-08=ORD-MOD-09 AS-LOG-09=AS-WF-RB-1 AS-LOG-10=ORD-MOD-05 AS-LOG-11=FUL-05
      AS-LOG-12 AS-LOG-13=AS-LIA-02 AS-LOG-14=AS-WF-GEN-5 AS-LOG-15=AS-SLA-23 AS-LOG-16=AS-WF-BAS-7
      AS-LOG-17=CMP-GRD-01
    `,
  },
  {
    area: 'P',
    title: 'Complaints',
    status: 'later',
    where: 'complaints',
    ids: `
      CMP-WF-01 CMP-WF-02 CMP-WF-03 CMP-GRD-01 CMP-GRD-02 CMP-GRD-03=AS-SLA-06 CMP-PRI-01 CMP-PRI-02
      CMP-PRI-03 CMP-PRI-04 CMP-PRI-05 CMP-PRI-06 CMP-PRI-07 CMP-PRI-08 CMP-PRI-09=AS-SLA-21 CMP-PRI-10
      CMP-PRI-11=AS-POL-22 CMP-PRI-12=CMP-WF-03 CMP-SPC-01 CMP-SPC-02=AS-POL-32 CMP-SPC-03 CMP-SPC-04
      CMP-SPC-05 CMP-SPC-06 CMP-TEC-01 CMP-TEC-02 CMP-TEC-03=AS-POL-23 CMP-TEC-04=AS-POL-23 CMP-TEC-05
      CMP-TEC-06 CMP-TEC-07 CMP-TEC-08 CMP-ESC-01 CMP-ESC-02=AS-LIA-12 CMP-ESC-03=AS-POL-30
      CMP-ESC-04=AS-LIA-19 CMP-CAL-01 CMP-CAL-02
    `,
  },
  {
    area: 'Q',
    title: 'Reviews',
    status: 'later',
    where: 'reviews',
    ids: `
      REV-01 REV-02 REV-03 REV-04 REV-05 REV-06 REV-07=PRC-16 REV-08 REV-09 REV-10=CMP-SPC-04 REV-11
      REV-12 REV-13 REV-14 REV-15=KPI-10 REV-16
    `,
  },
  {
    area: 'R',
    title: 'Customers: segments, types, tags, blacklist',
    status: 'later',
    where: 'customers',
    ids: `
      CUS-SEG-01 CUS-SEG-02 CUS-SEG-03 CUS-SEG-04 CUS-SEG-05 CUS-TAG-01 CUS-TAG-02 CUS-TAG-03 CUS-TYP-01
      CUS-TYP-02 CUS-TYP-03 CUS-TYP-04 CUS-TYP-05 CUS-TYP-06 CUS-TYP-07 CUS-TYP-08 CUS-BUY-01 CUS-BUY-02
      CUS-BUY-03 CUS-BUY-04 CUS-BUY-05 CUS-ATT-01 CUS-ATT-02 CUS-ATT-03 CUS-ATT-04 CUS-ATT-05
      CUS-ATT-06=CUS-SEG-01
    `,
  },
  {
    area: 'S',
    title: 'Privacy, compliance, evidence',
    status: 'later',
    where: 'access',
    ids: `
      PRV-01 PRV-02 PRV-03 PRV-04 PRV-05 PRV-06=PRE-TYP-06 PRV-07 PRV-08 PRV-09 PRV-10 PRV-11=ORD-MOD-02
      PRV-12=CMP-SPC-03 PRV-13 PRV-14 PRV-15
    `,
  },
  {
    area: 'T',
    title: 'Membership',
    status: 'computed',
    where: 'membership',
    ids: `
      MEM-01 MEM-02 MEM-03 MEM-04 MEM-05 MEM-06 MEM-07 MEM-08=PRC-03
    `,
  },
  {
    area: 'U',
    title: 'Points',
    status: 'computed',
    where: 'points',
    ids: `
      PTS-01 PTS-02 PTS-03 PTS-04
    `,
  },
  {
    area: 'V',
    title: 'Follow-ups & callbacks',
    status: 'later',
    where: 'follow-ups',
    ids: `
      FUP-01 FUP-02 FUP-03 FUP-04 FUP-05 FUP-06 FUP-07 FUP-08 FUP-09 FUP-10 FUP-11 FUP-12=CMP-CAL-01
      FUP-13 FUP-14 FUP-15 FUP-16=AS-SLA-15 FUP-17 FUP-18
    `,
  },
  {
    area: 'W',
    title: 'KPIs',
    status: 'later',
    where: 'kpis',
    ids: `
      KPI-01=AS-SLA-11 KPI-02 KPI-03 KPI-04 KPI-05 KPI-06 KPI-07 KPI-08=AS-SLA-17 KPI-09 KPI-10 KPI-11
      KPI-12 KPI-13 KPI-14 KPI-15 KPI-16 KPI-17 KPI-18 KPI-19 KPI-20 KPI-21 KPI-22 KPI-23 KPI-24=AS-POL-24
      KPI-25 KPI-26 KPI-27=TRN-06 KPI-28
    `,
  },
  {
    area: 'X',
    title: 'Rewards, penalties, promotion, appraisal',
    status: 'later',
    where: 'kpis',
    ids: `
      HR-RWD-01 HR-RWD-02 HR-RWD-03 HR-RWD-04 HR-RWD-05 HR-RWD-06 HR-PEN-01 HR-PEN-02 HR-PRM-01 HR-PRM-02
      HR-APP-01=KPI-07 HR-APP-02 HR-APP-03
    `,
  },
  {
    area: 'Y',
    title: 'Chat quality inspection',
    status: 'later',
    where: 'kpis',
    ids: `
      QA-01 QA-02 QA-03 QA-04=KPI-20 QA-05 QA-06=SCR-F-01 QA-07 QA-08 QA-09 QA-10=CMP-WF-01
    `,
  },
  {
    area: 'Z',
    title: 'Shifts & hand-over',
    status: 'later',
    where: 'agents',
    ids: `
      OPS-SHF-01 OPS-SHF-02 OPS-SHF-03 OPS-SHF-04=KPI-26 OPS-SHF-05 OPS-SHF-06
    `,
  },
  {
    area: 'AA',
    title: 'Registers, logs, documents',
    status: 'later',
    where: 'cases',
    ids: `
      OPS-REG-01=PRE-CNV-01 OPS-REG-02 OPS-REG-03=AS-LOG-12 OPS-REG-04 OPS-REG-05=OPS-SHF-02 OPS-REG-06
      OPS-REG-07 OPS-REG-08=ORD-FLG-01 OPS-REG-09 OPS-REG-10=QA-08 OPS-REG-11 OPS-REG-12=REV-06
      OPS-REG-13=KPI-07 OPS-REG-14 OPS-REG-15=PRV-07 OPS-REG-16 OPS-REG-17=QA-02
    `,
  },
  {
    area: 'BB',
    title: 'Scripts & words',
    status: 'later',
    where: 'wording',
    ids: `
      SCR-S-01 SCR-S-02 SCR-S-03 SCR-S-04 SCR-S-05 SCR-S-06=CUS-ATT-02 SCR-S-07 SCR-S-08=PRC-12 SCR-S-09
      SCR-S-10 SCR-S-11 SCR-S-12=FUL-11 SCR-S-13 SCR-S-14=PRE-CNV-06 SCR-S-15=PRE-RSP-07 SCR-S-16 SCR-S-17
      SCR-S-18=PRC-13 SCR-S-19 SCR-S-20=AS-WF-RFD-6 SCR-S-21=PRC-18 SCR-S-22=REV-09 SCR-S-23 SCR-S-24
      SCR-S-25 SCR-S-26 SCR-S-27 SCR-F-01 SCR-F-02 SCR-F-03 SCR-F-04 SCR-F-05 SCR-F-06 SCR-F-07 SCR-F-08
      SCR-F-09 SCR-F-10 SCR-F-11 SCR-F-12 SCR-F-13 SCR-F-14 SCR-F-15 SCR-F-16 SCR-F-17
    `,
  },
  {
    area: 'CC',
    title: 'FAQs, invoices, payment',
    status: 'later',
    where: 'knowledge',
    ids: `
      FAQ-01=CAT-28 FAQ-02=AS-POL-07 FAQ-03=AS-POL-08 FAQ-04=AS-POL-06 FAQ-05=FUL-03 FAQ-06=AS-POL-12
      FAQ-07=AS-POL-11 FAQ-08=FUL-08 FAQ-09 FAQ-10 FAQ-11 FAQ-12=CAT-19 FAQ-13 FAQ-14=PRE-CNV-02 FAQ-15
      FAQ-16 FAQ-17=CMP-SPC-04 FAQ-18 FAQ-19
    `,
  },
  {
    area: 'DD',
    title: 'Roles & authority',
    status: 'enforced',
    where: 'access',
    ids: `
      ROL-01 ROL-02 ROL-03 ROL-04 ROL-05 ROL-06 ROL-07=PRC-07 ROL-08=PRC-01 ROL-09=ORD-CAN-05
      ROL-10=AS-LIA-12 ROL-11 ROL-12=CMP-GRD-02 ROL-13=CMP-PRI-06 ROL-14=PRC-09 ROL-15=AS-POL-27
      ROL-16=CMP-PRI-01 ROL-17=PRV-02 ROL-18=OPS-SHF-05 ROL-19 ROL-20 ROL-21
    `,
  },
  {
    area: 'EE',
    title: 'Sample product data',
    status: 'content',
    where: 'catalog',
    ids: `
      DAT-01 DAT-02 DAT-03 DAT-04 DAT-05 DAT-06=CAT-12
    `,
  },
  {
    area: 'FF',
    title: 'Training & skills',
    status: 'out of scope',
    where: 'agents',
    ids: `
      TRN-01 TRN-02 TRN-03 TRN-04 TRN-05 TRN-06 TRN-07 TRN-08=QA-08 TRN-09 TRN-10 TRN-11 TRN-12 TRN-13
      TRN-14 TRN-15 TRN-16 TRN-17 TRN-18 TRN-19 TRN-20 TRN-21 TRN-22 TRN-23
    `,
  },
  {
    area: 'GG',
    title: 'Improvement & collaboration',
    status: 'out of scope',
    where: 'agents',
    ids: `
      IMP-01=ORD-ABN-09 IMP-02=FUP-15 IMP-03=OPS-REG-07 IMP-04 IMP-05=KPI-26 IMP-06=AS-POL-26 IMP-07
      IMP-08 IMP-09 IMP-10
    `,
  },
] as const
