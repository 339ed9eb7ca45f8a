package io.millrace.plugins.kubernetes;

/** Objects as the API gives them, with fields around those that are read. */
final class Objects {
  private Objects() {}

  static String namespace(String name, String uid) {
    return """
        {"kind":"Namespace","apiVersion":"v1",
         "metadata":{"name":"NAME","uid":"UID","resourceVersion":"VERSION",
          "creationTimestamp":"2020-01-01T00:00:00Z","labels":{"team":"red"},
          "annotations":{"example.com/owner":"ann","x":"y"},
          "managedFields":[{"manager":"kubectl","fieldsV1":{"f:metadata":{"f:labels":{}}}}]},
         "spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}}
        """
        .strip()
        .replace("\n", "")
        .replace("NAME", name)
        .replace("UID", uid);
  }

  static String pod(String namespace, String name, String uid, String node, String containerId) {
    return """
        {"kind":"Pod","apiVersion":"v1",
         "metadata":{"name":"NAME","namespace":"SPACE","uid":"UID","resourceVersion":"VERSION",
          "creationTimestamp":"2023-01-01T00:00:00Z",
          "labels":{"app":"web","app.kubernetes.io/name":"nginx"},
          "annotations":{"note":"fragile","other":"x"},
          "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web","uid":"r"}]},
         "spec":{"nodeName":"NODE","volumes":[{"name":"v","emptyDir":{}}],
          "initContainers":[{"name":"setup","image":"busybox:1"}],
          "containers":[{"name":"nginx","image":"nginx","ports":[{"containerPort":80}]}]},
         "status":{"phase":"Running","podIP":"10.1.2.3","hostIP":null,
          "conditions":[{"type":"Ready","status":"True"}],
          "containerStatuses":[{"name":"nginx","state":{"running":{"startedAt":"x"}},
           "lastState":{},"ready":true,"image":"nginx:1.25",
           "imageID":"docker.io/library/nginx@sha256:aa","containerID":"containerd://CONTAINER"}]}}
        """
        .strip()
        .replace("\n", "")
        .replace("NAME", name)
        .replace("SPACE", namespace)
        .replace("UID", uid)
        .replace("NODE", node)
        .replace("CONTAINER", containerId);
  }
}
