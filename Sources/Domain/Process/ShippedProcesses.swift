/// The processes that come with Hotline: the YAML files of `Resources/processes`, compiled in.
public enum ShippedProcesses {
  /// Key and YAML source of each, in the order of their keys. They compile; a test says so.
  public static let all: [(key: ProcessKey, yaml: String)] = [
    ("callback", text(PackageResources.callback_yaml)),
    ("complaint", text(PackageResources.complaint_yaml)),
    ("consult", text(PackageResources.consult_yaml)),
    ("criticism", text(PackageResources.criticism_yaml)),
    ("desk", text(PackageResources.desk_yaml)),
    ("outreach", text(PackageResources.outreach_yaml)),
    ("repair", text(PackageResources.repair_yaml)),
    ("report", text(PackageResources.report_yaml)),
    ("request", text(PackageResources.request_yaml)),
    ("requisition", text(PackageResources.requisition_yaml)),
    ("suggestion", text(PackageResources.suggestion_yaml)),
    ("survey", text(PackageResources.survey_yaml)),
    ("urge", text(PackageResources.urge_yaml)),
  ]

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
