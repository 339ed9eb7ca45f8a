package io.millrace.devstack;

import java.time.Instant;

/** The XML answers of STS. Source: "AWS Security Token Service API Reference". */
final class StsXml {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private StsXml() {}

  static String assumed(AssumeRole request, DevCredentials credentials, String requestId) {
    String account = request.roleArn().split(":")[4];
    return """
        <AssumeRoleResponse xmlns="%s">
          <AssumeRoleResult>
            <AssumedRoleUser>
              <AssumedRoleId>AROADEVSTACKROLE00001:%s</AssumedRoleId>
              <Arn>arn:aws:sts::%s:assumed-role/%s/%s</Arn>
            </AssumedRoleUser>
            <Credentials>
              <AccessKeyId>%s</AccessKeyId>
              <SecretAccessKey>%s</SecretAccessKey>
              <SessionToken>%s</SessionToken>
              <Expiration>%s</Expiration>
            </Credentials>
          </AssumeRoleResult>
          <ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata>
        </AssumeRoleResponse>
        """
        .formatted(
            NAMESPACE,
            escape(request.sessionName()),
            account,
            escape(request.roleName()),
            escape(request.sessionName()),
            credentials.accessKeyId(),
            credentials.secretAccessKey(),
            credentials.sessionToken().orElse(""),
            credentials.expiration().orElse(Instant.MAX),
            requestId);
  }

  static String error(AwsError error, String requestId) {
    return """
        <ErrorResponse xmlns="%s">
          <Error><Type>%s</Type><Code>%s</Code><Message>%s</Message></Error>
          <RequestId>%s</RequestId>
        </ErrorResponse>
        """
        .formatted(
            NAMESPACE,
            error.status() < 500 ? "Sender" : "Receiver",
            error.code(),
            escape(error.message()),
            requestId);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
