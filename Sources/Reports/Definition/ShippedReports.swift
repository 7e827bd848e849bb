import Domain

/// The measures and reports that come with Hotline: the YAML files of `Resources`, compiled in.
enum ShippedReports {
  /// Every document of every file. They hold together; a test says so.
  static let texts: [DefinitionText] = files.flatMap { bytes in
    DefinitionDocuments(String(decoding: bytes, as: UTF8.self)).documents.compactMap { document in
      name(of: document.text).map { kind, key in
        DefinitionText(kind: kind, key: key, edition: .shipped(1), yaml: document.text)
      }
    }
  }

  private static let files: [[UInt8]] = [
    PackageResources.measures_orders_yaml, PackageResources.volume_yaml, PackageResources.complaint_summary_yaml,
    PackageResources.advice_summary_yaml, PackageResources.other_summary_yaml, PackageResources.order_states_yaml,
    PackageResources.same_period_yaml, PackageResources.hot_topics_yaml, PackageResources.measures_service_yaml,
    PackageResources.unit_assessment_yaml, PackageResources.timeliness_yaml, PackageResources.satisfaction_yaml,
    PackageResources.repeats_yaml, PackageResources.complaint_rate_yaml, PackageResources.failure_rate_yaml,
    PackageResources.customers_yaml, PackageResources.business_yaml, PackageResources.workload_yaml,
    PackageResources.campaign_results_yaml, PackageResources.operation_yaml, PackageResources.measures_imports_yaml,
    PackageResources.import_results_yaml, PackageResources.measures_calls_yaml, PackageResources.queue_yaml,
  ]

  /// From the line `measure: KEY` or `report: KEY`.
  private static func name(of text: String) -> (DefinitionPublished.Kind, String)? {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count >= 2 else { continue }
      if words[0] == "measure:" { return (.measure, words[1]) }
      if words[0] == "report:" { return (.report, words[1]) }
    }
    return nil
  }
}
