extension ReportPage {
  /// A4 when printed; colours that stay apart in grey, with a word beside each.
  public static let style = """
    @page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages);
      font: 8pt sans-serif; color: #555 } }
    @page wide { size: A4 landscape }
    body { font: 10pt/1.45 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei",
      sans-serif; color: #111; background: #fff; max-width: 270mm; margin: 0 auto; -webkit-print-color-adjust: exact;
      print-color-adjust: exact }
    header { border-bottom: .6mm solid #2f5597; margin-bottom: 4mm; padding-bottom: 2mm }
    h1 { font-size: 17pt; margin: 0 0 1mm } h2 { font-size: 12.5pt; margin: 6mm 0 1mm; break-after: avoid }
    header p, .note { margin: 0 0 .6mm; color: #555; font-size: 9pt }
    section { overflow-x: auto }
    table { border-collapse: collapse; margin: 2mm 0 3mm; font-variant-numeric: tabular-nums }
    th, td { padding: 1mm 2.4mm; text-align: left; vertical-align: top; border-bottom: .15mm solid #ccc;
      overflow-wrap: break-word; white-space: pre-line }
    thead { display: table-header-group } thead th { background: #d9e1f2; border-bottom: .3mm solid #2f5597;
      vertical-align: bottom }
    .groups th { text-align: center; border-bottom: .15mm solid #8ea9db; border-left: .3mm solid #fff }
    th small { display: block; font-weight: 400; font-size: 6.5pt; color: #555; white-space: nowrap }
    .n { text-align: right } .n, .s { white-space: nowrap }
    tr { break-inside: avoid }
    .subtotal td { font-weight: 700; background: #f2f2f2 }
    .total td { font-weight: 700; border-top: .3mm solid #111; border-bottom: .8mm double #111 }
    .warning td { background: #ffe699 }
    td.good { background: #c6efce; color: #006100 } td.fair { background: #ffeb9c; color: #7f6000 }
    td.poor { background: #ffc7ce; color: #9c0006 } td b { font-size: 8pt; font-weight: 600 }
    figure { margin: 3mm 0 4mm; break-inside: avoid; max-width: 180mm } figcaption { font-weight: 600; margin-bottom: 1mm }
    svg { width: 100%; height: auto; display: block } svg text { font-size: 11px; fill: #333 }
    .grid { stroke: #ddd } .axis { stroke: #555 }
    .legend { font-size: 8.5pt; display: flex; flex-wrap: wrap; gap: 1mm 5mm }
    .legend i { display: inline-block; width: 3mm; height: 3mm; margin-right: 1.2mm }
    .definitions { table-layout: fixed; width: 100% } .definitions th { width: 17% } .definitions th:nth-child(3) { width: 36% }
    footer { margin-top: 5mm; font-size: 8pt; color: #555 }
    @media screen { body { padding: 8mm } }
    @media print { .wide { page: wide; break-before: page } .wide.first { break-before: auto }
      section { overflow: visible } table { font-size: 9pt } th, td { padding: .8mm 1.8mm } .small table { font-size: 7.5pt } footer { display: none } }
    """
}
